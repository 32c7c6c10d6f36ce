namespace ModelOps.Drift.Reports.Json;

internal sealed record SideDocument
{
    public required long Count { get; init; }

    public required long Missing { get; init; }

    public required long NonFinite { get; init; }

    public double? Mean { get; init; }

    public double? StandardDeviation { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }
}
