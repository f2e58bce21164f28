namespace BigBen.ApiServer.Registry.Events;

/// <summary>What the keeping of events tells the platform's own log.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Old events could not be taken away; again in {Delay}")]
    public static partial void EventsNotSwept(this ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Error, Message = "The old event {Namespace}/{Name} could not be deleted")]
    public static partial void EventNotSwept(this ILogger logger, Exception exception, string @namespace, string name);
}
