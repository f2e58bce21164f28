namespace BigBen.ApiServer.Http.Responses;

/// <summary>The answer to a path that is not there: Kubernetes gives it as text, not as a <c>Status</c>.</summary>
internal static class NotFound
{
    public static Task WriteAsync(HttpContext context) => Answer.TextAsync(context, StatusCodes.Status404NotFound, "404 page not found\n");
}
