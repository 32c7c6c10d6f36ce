namespace ModelOps.Drift.Reports;

/// <summary>Drift of a segment of the traffic, for a report.</summary>
/// <param name="Feature">Feature that the segments are values of, such as a region.</param>
/// <param name="Segment">The value; null for all values without a segment of their own.</param>
/// <param name="Report">What was found of the segment's rows.</param>
public sealed record SegmentDrift(string Feature, string? Segment, DriftReport Report);
