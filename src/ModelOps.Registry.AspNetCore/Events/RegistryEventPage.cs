namespace ModelOps.Registry.AspNetCore.Events;

/// <summary>A page of the log.</summary>
/// <param name="Events">Events, by sequence.</param>
/// <param name="Next">What to ask for as <c>since</c> for those that come after.</param>
internal sealed record RegistryEventPage(IReadOnlyList<RegistryEvent> Events, long Next);
