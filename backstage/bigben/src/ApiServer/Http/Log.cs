namespace BigBen.ApiServer.Http;

/// <summary>What the API server tells its own log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed unexpectedly")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string method, string path);
}
