using BigBen.ApiServer.Answers;
using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>Whether the options of a list or a watch go together, as Kubernetes asks it before it reads anything.</summary>
internal static class ListOptions
{
    private const string Match = "resourceVersionMatch";
    private const string SendInitialEvents = "sendInitialEvents";
    private const string Exact = "Exact";
    private const string NotOlderThan = "NotOlderThan";

    /// <summary>Checks the options of a list.</summary>
    /// <exception cref="StatusException">Some do not go together; each is told of.</exception>
    public static void CheckList(IQueryCollection query)
    {
        var errors = new List<FieldError>();
        if (query.Text(Match) is { } match)
        {
            var version = query.Text("resourceVersion");
            if (version is null)
                errors.Add(FieldError.Forbidden(Match, $"{Match} is forbidden unless resourceVersion is provided"));
            CheckContinue(query, errors);
            if (match is not (Exact or NotOlderThan))
                errors.Add(FieldError.NotSupported(Match, match, [Exact, NotOlderThan, ""]));
            if (match == Exact && version == "0")
                errors.Add(FieldError.Forbidden(Match, $"{Match} \"exact\" is forbidden for resourceVersion \"0\""));
        }

        if (query.ContainsKey(SendInitialEvents))
            errors.Add(FieldError.Forbidden(SendInitialEvents, $"{SendInitialEvents} is forbidden for list"));
        Require(errors);
    }

    /// <summary>Checks the options of a watch.</summary>
    /// <exception cref="StatusException">Some do not go together; each is told of.</exception>
    public static void CheckWatch(IQueryCollection query)
    {
        var errors = new List<FieldError>();
        var match = query.Text(Match);
        var sends = query.ContainsKey(SendInitialEvents);
        if (sends && match != NotOlderThan)
            errors.Add(FieldError.Forbidden(Match, $"{SendInitialEvents} requires setting {Match} to {NotOlderThan}"));
        if (match is not null)
        {
            if (!sends)
                errors.Add(FieldError.Forbidden(Match, $"{Match} is forbidden for watch unless {SendInitialEvents} is provided"));
            if (match != NotOlderThan)
                errors.Add(FieldError.NotSupported(Match, match, [NotOlderThan]));
            CheckContinue(query, errors);
        }

        Require(errors);
    }

    private static void CheckContinue(IQueryCollection query, List<FieldError> errors)
    {
        if (query.Text("continue") is not null)
            errors.Add(FieldError.Forbidden(Match, $"{Match} is forbidden when continue is provided"));
    }

    private static void Require(List<FieldError> errors)
    {
        if (errors.Count > 0)
            throw Failures.InvalidOptions(nameof(ListOptions), errors);
    }
}
