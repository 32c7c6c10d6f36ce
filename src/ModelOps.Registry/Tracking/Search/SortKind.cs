namespace ModelOps.Registry.Tracking.Search;

/// <summary>What a key of an order holds.</summary>
internal enum SortKind
{
    Integer,
    Real,
    Text,
}
