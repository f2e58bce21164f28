using System.ComponentModel;
using System.Globalization;
using BigBen.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BigBen.Examples.Users.Accounts;

internal static class UserRoutes
{
    private const int Most = 200;

    public static void MapUsers(this IEndpointRouteBuilder service)
    {
        var routes = service.MapGroup("").WithTags("Users");
        routes.MapGet("/users", ListAsync).WithName("ListUsers").WithSummary("The users, by their ids.").ProducesUnprocessable();
        routes.MapPost("/users", AddAsync).WithName("AddUser").WithSummary("Adds a user.")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesUnprocessable();
        routes.MapGet("/users/{id}", FindAsync).WithName("FindUser").WithSummary("One user.")
            .Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound).ProducesUnprocessable();
        routes.MapPut("/users/{id}", ReplaceAsync).WithName("ReplaceUser")
            .WithSummary("Replaces a user; a password that is not given stays.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesUnprocessable();
        routes.MapDelete("/users/{id}", RemoveAsync).WithName("RemoveUser").WithSummary("Takes a user out.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesUnprocessable();
    }

    private static async Task<Results<Ok<UserPage>, ProblemHttpResult>> ListAsync(
        UserTable table,
        CancellationToken cancellationToken,
        [Description("Which part of the list: 1 is the first.")] int page = 1,
        [Description("How many users a part has at most: 1 to 200.")] int pageSize = 50)
    {
        if (page is < 1 or > int.MaxValue / Most)
            return Unprocessable.Of("page", "Give 1 or more.");
        if (pageSize is < 1 or > Most)
            return Unprocessable.Of("pageSize", "Give a number from 1 to 200.");
        return TypedResults.Ok(await table.ListAsync(page, pageSize, cancellationToken));
    }

    private static async Task<Results<Created<UserAnswer>, ProblemHttpResult>> AddAsync(
        UserInput user, UserTable table, HttpResponse response, CancellationToken cancellationToken)
    {
        if (Unprocessable.Check(user) is { } wrong)
            return wrong;
        if (await table.AddAsync(user, cancellationToken) is not { } added)
            return Taken(user.Email);
        response.Headers.ETag = EntityTags.Of(added.Version);
        return TypedResults.Created($"/users/{added.Id}", added);
    }

    private static async Task<Results<Ok<UserAnswer>, StatusCodeHttpResult, ProblemHttpResult>> FindAsync(
        string id,
        UserTable table,
        HttpResponse response,
        [FromHeader(Name = "If-None-Match")] string? ifNoneMatch,
        CancellationToken cancellationToken)
    {
        if (!IsId(id, out var number))
            return NoId(id);
        if (await table.FindAsync(number, cancellationToken) is not { } user)
            return Missing(number);
        response.Headers.ETag = EntityTags.Of(user.Version);
        return EntityTags.Has(ifNoneMatch, user.Version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(user);
    }

    private static async Task<Results<Ok<UserAnswer>, ProblemHttpResult>> ReplaceAsync(
        string id,
        UserChange user,
        UserTable table,
        HttpResponse response,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        CancellationToken cancellationToken)
    {
        if (!IsId(id, out var number))
            return NoId(id);
        if (Unprocessable.Check(user) is { } wrong)
            return wrong;
        var (change, replaced) = await table.ReplaceAsync(number, user, EntityTags.Wanted(ifMatch), cancellationToken);
        if (change is Change.Taken)
            return Taken(user.Email);
        if (replaced is null)
            return await NotDoneAsync(table, number, cancellationToken);
        response.Headers.ETag = EntityTags.Of(replaced.Version);
        return TypedResults.Ok(replaced);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string id, UserTable table, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        if (!IsId(id, out var number))
            return NoId(id);
        return await table.RemoveAsync(number, EntityTags.Wanted(ifMatch), cancellationToken)
            ? TypedResults.NoContent()
            : await NotDoneAsync(table, number, cancellationToken);
    }

    // Digits alone: a user has one path, and not "/users/+5" beside it.
    private static bool IsId(string text, out int id) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static ProblemHttpResult NoId(string text) => Unprocessable.Of("id", $"'{text}' is not a number of a user.");

    private static ProblemHttpResult Taken(string? email) =>
        TypedResults.Problem($"There is a user of the address {email} already.", statusCode: StatusCodes.Status409Conflict);

    private static ProblemHttpResult Missing(int id) =>
        TypedResults.Problem($"There is no user {id}.", statusCode: StatusCodes.Status404NotFound);

    private static async Task<ProblemHttpResult> NotDoneAsync(UserTable table, int id, CancellationToken cancellationToken) =>
        await table.FindAsync(id, cancellationToken) is null
            ? Missing(id)
            : TypedResults.Problem("The user was changed meanwhile: read it again.", statusCode: StatusCodes.Status412PreconditionFailed);
}
