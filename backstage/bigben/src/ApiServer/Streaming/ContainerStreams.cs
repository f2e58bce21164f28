using System.Threading.Channels;

namespace BigBen.ApiServer.Streaming;

/// <summary>What a command in a container reads and writes. Writing waits for the client, reading makes the client wait.</summary>
/// <param name="Input">What the client sends; null where it sends nothing.</param>
/// <param name="Output">Where standard output goes; all output, where there is a terminal.</param>
/// <param name="Error">Where standard error goes.</param>
/// <param name="Sizes">How large the command's terminal is to be, each time it changes; null for a command without a terminal.</param>
internal sealed record ContainerStreams(Stream? Input, Stream Output, Stream Error, ChannelReader<TerminalSize>? Sizes);
