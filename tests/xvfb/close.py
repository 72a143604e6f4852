"""Asks a window to close, as the frame of a window manager does: close.py WINDOW."""

import ctypes
import sys

x = ctypes.CDLL("libX11.so.6")
pointer, number, word = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int
x.XOpenDisplay.restype = pointer
x.XInternAtom.restype = number
x.XInternAtom.argtypes = [pointer, ctypes.c_char_p, word]
x.XSendEvent.argtypes = [pointer, number, word, ctypes.c_long, pointer]
x.XSync.argtypes = [pointer, word]


class Message(ctypes.Structure):
    _fields_ = [
        ("type", word),
        ("serial", number),
        ("send_event", word),
        ("display", pointer),
        ("window", number),
        ("message_type", number),
        ("format", word),
        ("data", ctypes.c_long * 5),
    ]


class Event(ctypes.Union):
    _fields_ = [("message", Message), ("room", ctypes.c_long * 24)]


CLIENT_MESSAGE = 33
display = x.XOpenDisplay(None)
window = int(sys.argv[1])
event = Event()
event.message.type = CLIENT_MESSAGE
event.message.window = window
event.message.message_type = x.XInternAtom(display, b"WM_PROTOCOLS", 0)
event.message.format = 32
event.message.data[0] = x.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
x.XSendEvent(display, window, 0, 0, ctypes.byref(event))
x.XSync(display, 0)
