namespace ModelOps;

/// <summary>Takes the labels of predictions that this host has served, when they come at last. Made by <c>AddPerformanceMonitoring()</c> of ModelOps.Drift; safe for concurrent use.</summary>
public interface IGroundTruth
{
    /// <summary>Adds the label of a prediction, or of one that is still to come.</summary>
    /// <param name="model">Name of the model that predicts.</param>
    /// <param name="id">Id of the prediction: that of its request, with <c>#</c> and the row for a request of several, or what the request's column of ids says.</param>
    /// <param name="label">The truth. For two classes at least 0.5 is positive, for several the index of the class.</param>
    /// <param name="version">Version that predicted; null when the caller does not know. Then it counts for every version that predicted the id.</param>
    /// <returns>What became of it.</returns>
    LabelOutcome AddLabel(string model, string id, double label, string? version = null);
}
