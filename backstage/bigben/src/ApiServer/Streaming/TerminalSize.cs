namespace BigBen.ApiServer.Streaming;

/// <summary>How large a terminal is, as clients send it.</summary>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its lines.</param>
internal sealed record TerminalSize(ushort Width, ushort Height);
