using System.Text.Json.Serialization;

namespace BigBen.Foundation;

/// <summary>How a step of a run ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepOutcome>))]
public enum StepOutcome
{
    /// <summary>The step did its work.</summary>
    Succeeded,

    /// <summary>The step failed, and with it the run.</summary>
    Failed,

    /// <summary>There was nothing to do.</summary>
    Skipped,
}

/// <summary>Something that happened in a run. On the wire: one JSON object a line.</summary>
/// <param name="Time">When it happened, UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(StepNoted), "step-noted")]
[JsonDerivedType(typeof(StepFinished), "step-finished")]
[JsonDerivedType(typeof(RunFinished), "run-finished")]
public abstract record RunEvent(DateTimeOffset Time)
{
    /// <summary>The event as one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The line is not a run event.</exception>
    public static RunEvent FromJson(string line) =>
        JsonSerializer.Deserialize<RunEvent>(line, JsonSerializerOptions.Web) ?? throw new JsonException("an empty run event");
}

/// <summary>A step began.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Step">The step's name.</param>
public sealed record StepStarted(DateTimeOffset Time, string Step) : RunEvent(Time);

/// <summary>A step has something to tell while it works.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Text">One line for a person.</param>
public sealed record StepNoted(DateTimeOffset Time, string Step, string Text) : RunEvent(Time);

/// <summary>A step ended.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Detail">What came out of it, in a few words: "42 passed", or the error of a failed one.</param>
public sealed record StepFinished(DateTimeOffset Time, string Step, StepOutcome Outcome, double Seconds, string? Detail) : RunEvent(Time);

/// <summary>The run ended; nothing comes after this.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Succeeded">Whether all of it worked.</param>
/// <param name="Message">The closing sentence: what is live now, or what failed, where, and what to do.</param>
/// <param name="Seconds">How long the whole run took.</param>
/// <param name="Waits">Whether it did not fail either, but asked for what it has to wait for.</param>
public sealed record RunFinished(DateTimeOffset Time, bool Succeeded, string Message, double Seconds, bool Waits = false) : RunEvent(Time);
