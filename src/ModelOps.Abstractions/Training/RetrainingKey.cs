using System.Globalization;

namespace ModelOps;

/// <summary>Idempotency keys of retraining: whoever sees the drift of a model asks the <see cref="ITrainingJobLauncher"/> with the same one.</summary>
public static class RetrainingKey
{
    private const int MaxWindow = 256;

    /// <summary>The key of a window of drift.</summary>
    /// <param name="model">Model that drifted.</param>
    /// <param name="driftWindow">Id of the window in which it drifted, the same for all reports about it, e.g. its start as ISO 8601. 1 to 256 characters.</param>
    /// <returns>A key; no two pairs share one, since the length of the first part is in it.</returns>
    /// <exception cref="ArgumentException">The model is not a name, or the window is empty or longer than 256 characters.</exception>
    public static string Of(string model, string driftWindow)
    {
        ArgumentException.ThrowIfNullOrEmpty(driftWindow);
        if (!ModelReference.IsName(model)) { throw new ArgumentException($"Model '{model}' is not a name: {ModelReference.NameRule}.", nameof(model)); }
        if (driftWindow.Length > MaxWindow) { throw new ArgumentException($"The window's id has {driftWindow.Length} characters; at most {MaxWindow} are allowed.", nameof(driftWindow)); }
        return string.Create(CultureInfo.InvariantCulture, $"retrain:{model.Length}:{model}:{driftWindow}");
    }
}
