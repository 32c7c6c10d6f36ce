namespace ModelOps.Drift.Alerts;

/// <summary>The alerts of this host, and its silences. Made by <c>AddDriftAlerts()</c>; safe for concurrent use.</summary>
public interface IDriftAlerts
{
    /// <summary>Alerts that are pending or fire, and those lately resolved, the largest first.</summary>
    IReadOnlyList<DriftAlert> Alerts { get; }

    /// <summary>Silences that have not ended, those of the options too.</summary>
    IReadOnlyList<DriftSilence> Silences { get; }

    /// <summary>Begins a silence. It is written to the log and to every <see cref="IAuditSink"/>, and kept over restarts where alerts are.</summary>
    /// <param name="silence">The silence; its id is not looked at.</param>
    /// <param name="cancellationToken">Ends the call early; the silence may have begun.</param>
    /// <returns>The silence with its id.</returns>
    /// <exception cref="ArgumentException">It has ended already, or a text is missing or too long.</exception>
    ValueTask<DriftSilence> SilenceAsync(DriftSilence silence, CancellationToken cancellationToken = default);

    /// <summary>Ends a silence that was begun by code. It is written down as its begin is.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="by">Who ends it.</param>
    /// <param name="cancellationToken">Ends the call early; the silence may have ended.</param>
    /// <returns>False when there is none of that id, or it is one of the options.</returns>
    ValueTask<bool> EndSilenceAsync(string id, string by, CancellationToken cancellationToken = default);
}
