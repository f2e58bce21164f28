namespace BigBen.Bench.Examples;

/// <summary>A route that is measured.</summary>
/// <param name="Name">For people.</param>
/// <param name="Requests">What is asked.</param>
/// <param name="Rows">How many rows the table has before.</param>
internal sealed record ExampleRoute(string Name, Requests Requests, int Rows = 1000);
