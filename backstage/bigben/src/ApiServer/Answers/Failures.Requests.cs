using BigBen.Manifests.Validation;

namespace BigBen.ApiServer.Answers;

// The failures of requests as such, whatever they are about.
internal static partial class Failures
{
    /// <summary>The request cannot be understood.</summary>
    public static StatusException BadRequest(string message) => new(new Status(400, StatusReason.BadRequest, message, null));

    /// <summary>It does not say who asks, or not in a way that is known.</summary>
    public static StatusException Unauthorized() => new(new Status(401, StatusReason.Unauthorized, "Unauthorized", null));

    /// <summary>The path names no resource.</summary>
    public static StatusException NoSuchResource() =>
        Generic(404, StatusReason.NotFound, "the server could not find the requested resource");

    /// <summary>The resource has no such verb.</summary>
    public static StatusException MethodNotAllowed() =>
        Generic(405, StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource");

    /// <summary>Nothing that the client accepts can be had.</summary>
    /// <param name="representations">The media types that can be had.</param>
    public static StatusException NotAcceptable(params IEnumerable<string> representations) => Generic(
        406, StatusReason.NotAcceptable, $"406: Not Acceptable\n\nAvailable representations: {string.Join(", ", representations)}");

    /// <summary>The body is larger than any that is read.</summary>
    public static StatusException TooLarge(string message) =>
        new(new Status(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: {message}", null));

    /// <summary>The body is in a form that is not read.</summary>
    /// <param name="accepted">The media types that are.</param>
    public static StatusException UnsupportedMediaType(params IEnumerable<string> accepted) => new(new Status(
        415,
        StatusReason.UnsupportedMediaType,
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}",
        null));

    /// <summary>The patch is of a type that the resource does not take.</summary>
    public static StatusException UnsupportedPatch() => Generic(415, StatusReason.UnsupportedMediaType, "415: Unsupported Media Type");

    /// <summary>The patch does not fit the object.</summary>
    public static StatusException Unprocessable() =>
        Generic(422, StatusReason.Invalid, "the server rejected our request due to an error in our request");

    /// <summary>The changes since a version are no longer known.</summary>
    /// <param name="version">The version.</param>
    /// <param name="oldest">The oldest one that is known.</param>
    public static StatusException Expired(long version, long oldest) =>
        new(new Status(410, StatusReason.Expired, $"too old resource version: {version} ({oldest})", null));

    /// <summary>A list cannot be continued: what it began with is no longer known.</summary>
    public static StatusException ExpiredContinue() => new(new Status(
        410,
        StatusReason.Expired,
        "The provided continue parameter is too old to display a consistent list result. "
        + "You can start a new list without the continue parameter.",
        null));

    /// <summary>The version is still to come.</summary>
    /// <param name="version">The version.</param>
    /// <param name="current">The newest one.</param>
    public static StatusException TooLargeVersion(long version, long current) => new(new Status(
        504,
        StatusReason.Timeout,
        $"Timeout: Too large resource version: {version}, current: {current}",
        new StatusDetails
        {
            Causes = [new FieldError("ResourceVersionTooLarge", "Too large resource version", "")],
            RetryAfterSeconds = 1,
        }));

    /// <summary>An error of ours.</summary>
    public static StatusException InternalError(string message) => new(new Status(
        500,
        StatusReason.InternalError,
        $"Internal error occurred: {message}",
        new StatusDetails { Causes = [new FieldError("", message, "")] }));

    private static StatusException Generic(int code, string reason, string message) =>
        new(new Status(code, reason, message, new StatusDetails()));
}
