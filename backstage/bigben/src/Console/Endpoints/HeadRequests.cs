namespace BigBen.Console.Endpoints;

/// <summary>
/// Answers HEAD of a page as GET, whose body the web server leaves away. What streams has no end that a HEAD could wait for, so the routes
/// under <c>/api</c> are asked as they are.
/// </summary>
internal static class HeadRequests
{
    public static Task AsGetAsync(HttpContext http, RequestDelegate next)
    {
        if (HttpMethods.IsHead(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api"))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    }
}
