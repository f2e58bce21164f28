using System.ComponentModel;
using BigBen.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BigBen.Examples.Passengers.List;

/// <summary>The routes of the list, each by its usual path and by the one that clients of the older service know.</summary>
internal static class PassengerRoutes
{
    private const int Most = 1000;

    public static void MapPassengers(this IEndpointRouteBuilder service)
    {
        var routes = service.MapGroup("").WithTags("Passengers");
        foreach (var (path, name) in new[] { ("/passengers", "ListPassengers"), ("/passengerlist", "PassengerList") })
            routes.MapGet(path, ListAsync).WithName(name).WithSummary("The list, by name.").ProducesUnprocessable();
        foreach (var (path, name) in new[] { ("/passengers/{uuid}", "FindPassenger"), ("/getpassenger/{uuid}", "GetPassenger") })
            routes.MapGet(path, FindAsync).WithName(name).WithSummary("One passenger.")
                .Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound).ProducesUnprocessable();
        foreach (var (path, name) in new[] { ("/passengers", "AddPassenger"), ("/postpassenger", "PostPassenger") })
            routes.MapPost(path, AddAsync).WithName(name).WithSummary("Adds a passenger.").ProducesUnprocessable();
        foreach (var (path, name) in new[] { ("/passengers/{uuid}", "ReplacePassenger"), ("/putpassenger/{uuid}", "PutPassenger") })
            routes.MapPut(path, ReplaceAsync).WithName(name).WithSummary("Replaces a passenger.").ProducesMissing();
        foreach (var (path, name) in new[] { ("/passengers/{uuid}", "RemovePassenger"), ("/deletepassenger/{uuid}", "DeletePassenger") })
            routes.MapDelete(path, RemoveAsync).WithName(name).WithSummary("Takes a passenger out.").ProducesMissing();
    }

    private static async Task<Results<Ok<IReadOnlyList<Passenger>>, ProblemHttpResult>> ListAsync(
        PassengerTable table,
        CancellationToken cancellationToken,
        [Description("How many at most: 1 to 1000.")] int limit = Most,
        [Description("How many of the list are passed over.")] int offset = 0)
    {
        if (limit is < 1 or > Most)
            return Unprocessable.Of("limit", "Give a number from 1 to 1000.");
        if (offset < 0)
            return Unprocessable.Of("offset", "Give 0 or more.");
        return TypedResults.Ok(await table.ListAsync(limit, offset, cancellationToken));
    }

    private static async Task<Results<Ok<Passenger>, StatusCodeHttpResult, ProblemHttpResult>> FindAsync(
        string uuid,
        PassengerTable table,
        HttpResponse response,
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch,
        CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(uuid, out var id))
            return NoUuid(uuid);
        if (await table.FindAsync(id, cancellationToken) is not { } passenger)
            return Missing(id);
        response.Headers.ETag = EntityTags.Of(passenger.Version);
        return EntityTags.Has(ifNoneMatch, passenger.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(passenger);
    }

    private static async Task<Results<Created<Passenger>, ProblemHttpResult>> AddAsync(
        PassengerInput passenger, PassengerTable table, HttpResponse response, CancellationToken cancellationToken)
    {
        if (Unprocessable.Check(passenger) is { } wrong)
            return wrong;
        var added = await table.AddAsync(passenger, cancellationToken);
        response.Headers.ETag = EntityTags.Of(added.Version);
        return TypedResults.Created($"/passengers/{added.Uuid}", added);
    }

    private static async Task<Results<Ok<Passenger>, ProblemHttpResult>> ReplaceAsync(
        string uuid,
        PassengerInput passenger,
        PassengerTable table,
        HttpResponse response,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(uuid, out var id))
            return NoUuid(uuid);
        if (Unprocessable.Check(passenger) is { } wrong)
            return wrong;
        if (await table.ReplaceAsync(id, passenger, EntityTags.Wanted(ifMatch), cancellationToken) is not { } replaced)
            return await NotDoneAsync(table, id, cancellationToken);
        response.Headers.ETag = EntityTags.Of(replaced.Version);
        return TypedResults.Ok(replaced);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string uuid, PassengerTable table, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(uuid, out var id))
            return NoUuid(uuid);
        return await table.RemoveAsync(id, EntityTags.Wanted(ifMatch), cancellationToken)
            ? TypedResults.NoContent()
            : await NotDoneAsync(table, id, cancellationToken);
    }

    private static void ProducesMissing(this RouteHandlerBuilder route) => route
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesUnprocessable();

    private static ProblemHttpResult NoUuid(string text) => Unprocessable.Of("uuid", $"'{text}' is not a UUID.");

    private static ProblemHttpResult Missing(Guid uuid) =>
        TypedResults.Problem($"There is no passenger {uuid}.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<ProblemHttpResult> NotDoneAsync(PassengerTable table, Guid uuid, CancellationToken cancellationToken) =>
        await table.FindAsync(uuid, cancellationToken) is null
            ? Missing(uuid)
            : TypedResults.Problem(
                "The passenger was changed meanwhile: read it again.", statusCode: StatusCodes.Status412PreconditionFailed);
}
