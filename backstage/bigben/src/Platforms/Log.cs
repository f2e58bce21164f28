namespace BigBen.Platforms;

/// <summary>What the platform's process tells its own log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Starting: {Step}")]
    public static partial void Starting(this ILogger logger, string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What main says was not applied: {Reason}")]
    public static partial void NotReconciled(this ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The hosted repository was not read: {Reason}")]
    public static partial void NotFollowed(this ILogger logger, string reason);
}
