namespace ModelOps.Drift.Alerts;

/// <summary>Takes notifications somewhere: a chat, a pager, a mailbox.</summary>
/// <remarks>Register any number in the services, beside those of <see cref="DriftAlertOptions"/>. Each is called by a task of its own, one notification at a time,
/// so that a slow one holds up no other. What it did not take is offered again, also after a restart.</remarks>
public interface IDriftAlertSink
{
    /// <summary>Name, unique among the sinks of a host; what it was told is kept under it. 1 to 64 characters.</summary>
    string Name { get; }

    /// <summary>For receivers that group and repeat by themselves and forget what they do not hear of again: how often everything that fires is to be sent.
    /// They hear of changes at once. Null for all others, which hear what <see cref="DriftAlertOptions.GroupWait"/> and the like say.</summary>
    TimeSpan? Refresh => null;

    /// <summary>Whether the receiver makes one of what several replicas tell. If so every replica tells it, so that nothing is lost when one dies; else only the one that tells of the
    /// newest window does. Default false.</summary>
    bool MakesOneOfMany => false;

    /// <summary>Whether this sink tells of an alert. An alert that it was told of is followed to its end, whatever this answers later.</summary>
    /// <param name="alert">An alert that fires.</param>
    /// <returns>True for one to be told.</returns>
    bool Wants(DriftAlert alert) => true;

    /// <summary>Tells.</summary>
    /// <param name="notification">What.</param>
    /// <param name="cancellationToken">Ends the call early; it may have been taken.</param>
    /// <returns>A task that ends when the receiver has taken it.</returns>
    /// <exception cref="DriftSinkException">The receiver did not take it.</exception>
    ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default);
}
