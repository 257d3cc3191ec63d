"""The few signs of the navigation, drawn as paths on a grid of 16."""

from __future__ import annotations

ICONS = {
    "home": '<path d="M2 7.5 8 2.5l6 5M3.8 6.5v7h8.4v-7M6.5 13.5V9.5h3v4"/>',
    "organisations": '<path d="M2 13.5h12M3.5 13.5v-8h5v8M8.5 13.5v-11h4v11M5 8h2M5 10.5h2M10 5h1M10 7.5h1M10 10h1"/>',
    "people": '<circle cx="6" cy="5.5" r="2.5"/><path d="M1.5 13.5c.3-3 2-4.5 4.5-4.5s4.2 1.5 4.5 4.5M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.6c1.5.6 2.3 1.9 2.5 3.9"/>',
    "journal": '<path d="M3.5 2.5h9v11h-9zM6 2.5v11M8 6h3M8 8.5h3"/>',
    "campaigns": '<path d="M3 14V2.5M3 3h9l-2 3 2 3H3"/>',
    "filings": '<path d="M4 2.5h5.5L12.5 5.5v8H4zM9.5 2.5v3h3M6 8.5h4.5M6 11h4.5"/>',
    "runs": '<path d="M2.5 13.5v-5M6 13.5v-9M9.5 13.5v-6M13 13.5v-11"/>',
    "inspections": '<circle cx="7" cy="7" r="4.5"/><path d="m10.3 10.3 3.7 3.7M5 7l1.5 1.5L9 5.8"/>',
    "rectifications": '<path d="M13.5 8a5.5 5.5 0 1 1-1.8-4.1M13.5 2v3h-3M5.5 8l2 2 3.5-4"/>',
    "complaints": '<path d="M2.5 3h11v8h-6l-3 2.5V11h-2zM5.5 6h5M5.5 8.3h3"/>',
    "account": '<circle cx="8" cy="5.5" r="2.8"/><path d="M2.8 14c.4-3.2 2.3-4.8 5.2-4.8s4.8 1.6 5.2 4.8"/>',
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="m10.3 10.3 3.7 3.7"/>',
}
