using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Training;

/// <summary>Starts retraining when a model drifts: one job for each window of drift, however many monitors, hosts and repeats say so.</summary>
/// <remarks>Thread-safe. The key is made of model and window only, so that every host makes the same one.</remarks>
public sealed class RetrainingTrigger
{
    private readonly ITrainingJobLauncher _launcher;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1); // a storm asks the scheduler one at a time

    /// <summary>Makes a trigger.</summary>
    /// <param name="launcher">What starts the jobs.</param>
    /// <param name="logger">Where to log; null for nowhere.</param>
    public RetrainingTrigger(ITrainingJobLauncher launcher, ILogger<RetrainingTrigger>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(launcher);
        _launcher = launcher;
        _logger = logger ?? NullLogger<RetrainingTrigger>.Instance;
    }

    /// <summary>Starts the job of a window, or finds it.</summary>
    /// <param name="model">Model that drifted.</param>
    /// <param name="driftWindow">Id of the window in which it drifted, the same for all reports about it, e.g. its start as ISO 8601. 1 to 256 characters.</param>
    /// <param name="spec">What to run; <see cref="TrainingJobSpec.Model"/> is set to <paramref name="model"/>.</param>
    /// <param name="cancellationToken">Ends the call early; the job may have been started.</param>
    /// <returns>The job; <see cref="TrainingJobHandle.IsNew"/> for the first report only.</returns>
    /// <exception cref="ArgumentException">A name or the specification is not valid.</exception>
    /// <exception cref="TrainingJobException">The launcher refuses or cannot answer.</exception>
    public async Task<TrainingJobHandle> TriggerAsync(string model, string driftWindow, TrainingJobSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string key = KeyOf(model, driftWindow);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            TrainingJobHandle handle = await _launcher.StartAsync(spec with { Model = model }, key, cancellationToken).ConfigureAwait(false);
            if (handle.IsNew) { _logger.RetrainingTriggered(driftWindow, model, handle.Id, handle.Launcher); }
            return handle;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The idempotency key of a window.</summary>
    /// <param name="model">Model.</param>
    /// <param name="driftWindow">Id of the window.</param>
    /// <returns>A key; no two pairs share one, since the length of the first part is in it.</returns>
    /// <exception cref="ArgumentException">The model is not a name, or the window is empty or longer than 256 characters.</exception>
    public static string KeyOf(string model, string driftWindow) => RetrainingKey.Of(model, driftWindow);
}
