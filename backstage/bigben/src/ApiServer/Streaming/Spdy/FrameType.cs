namespace BigBen.ApiServer.Streaming.Spdy;

/// <summary>The control frames of SPDY/3.1 that mean something here; all others are passed over.</summary>
internal static class FrameType
{
    public const int SynStream = 1;
    public const int SynReply = 2;
    public const int RstStream = 3;
    public const int Ping = 6;
    public const int GoAway = 7;
    public const int Headers = 8;
}
