namespace ModelOps;

/// <summary>One page of a search.</summary>
/// <typeparam name="T">What was searched for.</typeparam>
/// <param name="Items">What was found, in order.</param>
/// <param name="NextPageToken">Asks for the next page; null when this is the last. It names the last item seen, not a count, so that what is
/// written meanwhile neither repeats nor hides anything that was there before.</param>
public sealed record TrackingPage<T>(IReadOnlyList<T> Items, string? NextPageToken = null);
