using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Selectors;

namespace BigBen.ApiServer.Http.Requests;

/// <summary>Which objects of a resource a request means, by their labels and fields.</summary>
/// <param name="labels">Of their labels; null for any.</param>
/// <param name="fields">Of their fields; null for any.</param>
internal sealed class Selection(LabelSelector? labels, FieldSelector? fields)
{
    /// <summary>Whether every object is meant.</summary>
    public bool IsAll => labels is null && fields is null;

    /// <summary>Reads a request's selectors; a name in its path is one, too.</summary>
    /// <exception cref="StatusException">One cannot be read, or names a field that cannot be selected by.</exception>
    public static Selection Of(ApiRequest request)
    {
        var labels = request.Query.Text("labelSelector") is { } label ? LabelSelector.Parse(label) : null;
        var field = request.Name.Length > 0 ? $"metadata.name={request.Name}" : request.Query.Text("fieldSelector");
        return new Selection(labels, field is null ? null : FieldSelector.Parse(request.Resource, field));
    }

    /// <summary>Whether an object is meant.</summary>
    public bool Matches(JsonElement value) => labels?.Matches(value) is not false && fields?.Matches(value) is not false;
}
