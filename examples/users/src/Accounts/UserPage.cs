namespace BigBen.Examples.Users.Accounts;

/// <summary>A part of the list.</summary>
/// <param name="Items">The users, by their ids.</param>
/// <param name="Page">Which part: 1 is the first.</param>
/// <param name="PageSize">How many users a part has at most.</param>
/// <param name="Total">How many users there are.</param>
internal sealed record UserPage(IReadOnlyList<UserAnswer> Items, int Page, int PageSize, int Total);
