namespace BigBen.ServiceB.ServiceA;

/// <summary>What service A answers, and service B in turn.</summary>
/// <param name="Message">The greeting.</param>
internal sealed record Greeting(string Message);
