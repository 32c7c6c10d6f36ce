namespace ModelOps.Registry.Lineage;

/// <summary>Takes lineage events to be sent later. Added by <c>AddLineage()</c>.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ILineageEmitter
{
    /// <summary>Takes an event. It never waits: where there is no room, the event is dropped and counted.</summary>
    /// <param name="entry">The event.</param>
    /// <returns>Whether it was taken.</returns>
    bool Emit(LineageEvent entry);
}
