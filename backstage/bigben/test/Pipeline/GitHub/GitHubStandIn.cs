using System.Collections.Concurrent;
using System.Text;
using BigBen.Pipeline.GitHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BigBen.Tests.Pipeline.GitHub;

/// <summary>GitHub's API, as far as it is asked: an answer for each path, 404 with GitHub's words for all else.</summary>
public sealed class GitHubStandIn : IAsyncDisposable
{
    public const string Repository = "owner/name";

    private readonly WebApplication _server;
    private readonly HttpClient _http = new();

    private GitHubStandIn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Path and query → status and body.</summary>
    public ConcurrentDictionary<string, (int Status, string Body)> Answers { get; } = new();

    /// <summary>What was asked, with who asked.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Path and query → headers of its answer.</summary>
    public ConcurrentDictionary<string, (string Name, string Value)[]> Headers { get; } = new();

    /// <summary>What was posted: path, a blank and the body.</summary>
    public ConcurrentQueue<string> Posted { get; } = new();

    public Uri Address => new(_server.Urls.Single());

    public static async Task<GitHubStandIn> StartAsync()
    {
        var one = new GitHubStandIn();
        await one._server.StartAsync();
        return one;
    }

    internal GitHubApi Api() => new(_http, Address, Repository, "secret");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = $"{context.Request.Path}{context.Request.QueryString}";
        Asked.Enqueue($"{context.Request.Method} {path} {context.Request.Headers.Authorization}");
        if (context.Request.Method == "POST")
            Posted.Enqueue($"{path} {await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted)}");
        foreach (var (name, value) in Headers.GetValueOrDefault(path, []))
            context.Response.Headers[name] = value;
        var (status, body) = Answers.TryGetValue(path, out var answer) ? answer : (404, """{"message":"Not Found","status":"404"}""");
        if (context.Request.Method == "DELETE" && status == 200)
            (status, body) = (204, "");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }
}
