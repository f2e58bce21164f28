using System.Net;
using System.Net.Sockets;
using BigBen.ServiceDefaults.Databases;
using BigBen.ServiceDefaults.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace BigBen.ServiceDefaults.Tests.Databases;

public class DatabaseFailuresTests
{
    [Theory]
    [InlineData("/away", HttpStatusCode.ServiceUnavailable, "The database does not answer at the moment.")]
    [InlineData("/away-wrapped", HttpStatusCode.ServiceUnavailable, "The database does not answer at the moment.")]
    [InlineData("/cut", HttpStatusCode.ServiceUnavailable, "The database does not answer at the moment.")]
    [InlineData("/cut-while-preparing", HttpStatusCode.ServiceUnavailable, "The database does not answer at the moment.")]
    [InlineData("/reset", HttpStatusCode.ServiceUnavailable, "The database does not answer at the moment.")]
    [InlineData("/other-service", HttpStatusCode.InternalServerError, null)]
    [InlineData("/wrong", HttpStatusCode.InternalServerError, null)]
    public async Task A_database_that_is_away_is_503_and_any_other_failure_of_it_stays_500(
        string path, HttpStatusCode status, string? detail)
    {
        await using var service = await RunningService.StartAsync(Build);

        var response = await service.Public.GetAsync(path);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (response.Headers.RetryAfter?.Delta).ShouldBe(detail is null ? null : TimeSpan.FromSeconds(1));
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldNotContain(Specimen.Secret);
        body.ShouldContain(detail ?? "traceId");
        body.ShouldContain("traceId");
    }

    private static WebApplication Build(string[] args)
    {
        var builder = ServiceHost.CreateBuilder(args, "specimen", defaultPort: 8099, typeof(DatabaseFailuresTests).Assembly);
        builder.Services.AddDatabaseFailures();
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/away", (HttpContext _) => throw new Failure(Specimen.Secret, transient: true));
        app.MapGet(
            "/away-wrapped",
            (HttpContext _) => throw new InvalidOperationException("", new Failure(Specimen.Secret, transient: true)));
        // As MySqlConnector 2.4 says that the server has ended under a pooled connection.
        var end = new EndOfStreamException(Specimen.Secret);
        var reset = new IOException(Specimen.Secret, new SocketException());
        app.MapGet("/cut", (HttpContext _) => throw new Failure(Specimen.Secret, transient: false, end));
        app.MapGet("/cut-while-preparing", (HttpContext _) => throw end);
        app.MapGet("/reset", (HttpContext _) => throw new Failure(Specimen.Secret, transient: false, reset));
        app.MapGet("/other-service", (HttpContext _) => throw new HttpRequestException(Specimen.Secret, reset));
        app.MapGet("/wrong", (HttpContext _) => throw new Failure(Specimen.Secret, transient: false));
        return app;
    }
}
