namespace ModelOps.Serving.AspNetCore.Tests.Labels;

/// <summary>Keeps the labels it was given, and answers as a test says, one outcome after another.</summary>
internal sealed class RecordedTruth(params LabelOutcome[] outcomes) : IGroundTruth
{
    public List<(string Model, string Id, double Label, string? Version)> Taken { get; } = [];

    public LabelOutcome AddLabel(string model, string id, double label, string? version = null)
    {
        Taken.Add((model, id, label, version));
        return outcomes[(Taken.Count - 1) % outcomes.Length];
    }
}
