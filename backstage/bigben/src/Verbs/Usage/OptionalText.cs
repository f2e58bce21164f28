using System.CommandLine;

namespace BigBen.Verbs.Usage;

/// <summary>An option whose text may be empty, which is as if it were not given: a workflow's variable that is not set is empty.</summary>
/// <param name="name">The option's name.</param>
internal sealed class OptionalText(string name) : Option<string?>(name);
