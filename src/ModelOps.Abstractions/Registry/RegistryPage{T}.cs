namespace ModelOps;

/// <summary>A page of a search.</summary>
/// <typeparam name="T">What was searched.</typeparam>
/// <param name="Items">What was found, in order.</param>
/// <param name="NextPageToken">Asks for the next page; null on the last. It marks a place in the order, so that pages neither repeat nor
/// leave out what stays as it is while others write.</param>
public sealed record RegistryPage<T>(IReadOnlyList<T> Items, string? NextPageToken);
