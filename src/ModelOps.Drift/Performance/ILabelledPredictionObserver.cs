namespace ModelOps.Drift.Performance;

/// <summary>Sees every prediction whose label has come, in the order of the labels: detectors over the errors of a model, for example.</summary>
/// <remarks>Register as many as wanted in the services. Called on the thread that brought the label, or the prediction where the label was early,
/// so be quick and thread-safe. One that throws is
/// logged and does no harm to the label or to the others.</remarks>
public interface ILabelledPredictionObserver
{
    /// <summary>A label joined its prediction.</summary>
    /// <param name="prediction">Both of them.</param>
    void OnLabelled(LabelledPrediction prediction);
}
