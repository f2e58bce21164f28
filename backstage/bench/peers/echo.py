"""The echo service as its original is: FastAPI on uvicorn."""
import socket

from fastapi import FastAPI, Request

app = FastAPI()


@app.get("/-/health")
def health(request: Request):
    return {"status": "ok", "debug": {"hostname": socket.gethostname(), "ip": request.scope["server"][0]}}


@app.get("/api/echo")
def echo(text: str):
    return {"text": text}
