namespace ModelOps;

/// <summary>The source of truth for models: versions that never change, aliases that move, and the log of what happened.</summary>
/// <remarks>Implementations are thread-safe. An operation happens as a whole or not at all, also when the process is killed.</remarks>
public interface IModelRegistry
{
    /// <summary>Registers a new version.</summary>
    /// <param name="registration">What to register; its files are read once.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is registered then.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ArgumentException">The registration is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="ModelVersionConflictException">The semantic version exists already with other content.</exception>
    Task<ModelVersion> RegisterAsync(ModelRegistration registration, CancellationToken cancellationToken = default);

    /// <summary>Finds the version that a reference means: the newest number when it names neither version nor alias.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version or alias.</exception>
    Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default);

    /// <summary>Names of all models, in the order of their Unicode code points.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The names; empty when there are none.</returns>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>All versions of a model, newest number first.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The versions.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>All aliases of a model, in the order of their Unicode code points.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The aliases; empty when there are none.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<IReadOnlyList<ModelAlias>> ListAliasesAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>Moves an alias, creating it if need be, and logs the event in the same transaction.</summary>
    /// <param name="move">The move.</param>
    /// <param name="cancellationToken">Ends the call early; the alias has not moved then.</param>
    /// <returns>The alias after the move. Moving it to where it is already returns it as it is, without an event.</returns>
    /// <exception cref="AliasConflictException">The alias is not at the expected revision. A registry with a log keeps the attempt there, as
    /// <see cref="RegistryEventKind.AliasMoveRefused"/>.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    Task<ModelAlias> MoveAliasAsync(AliasMove move, CancellationToken cancellationToken = default);

    /// <summary>Removes an alias and logs the event in the same transaction.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="alias">Alias.</param>
    /// <param name="expectedRevision">Revision the alias must be at; null removes it whatever it is at.</param>
    /// <param name="reason">Why; kept with the event.</param>
    /// <param name="cancellationToken">Ends the call early; the alias is still there then.</param>
    /// <returns>False when there was no such alias.</returns>
    /// <exception cref="AliasConflictException">The alias is not at the expected revision. A registry with a log keeps the attempt there, as
    /// <see cref="RegistryEventKind.AliasMoveRefused"/>.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<bool> RemoveAliasAsync(
        string model, string alias, long? expectedRevision = null, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Makes the files of a version available on this machine, every byte checked against its digest.</summary>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Where the files lie. They are read-only and stay as long as the registry keeps the version.</returns>
    /// <exception cref="ArtifactDigestMismatchException">A file is missing or not what was registered; nothing is returned.</exception>
    Task<ModelPackage> FetchAsync(ModelVersion version, CancellationToken cancellationToken = default);

    /// <summary>Reads the log.</summary>
    /// <param name="after">Sequence of the last event already seen; 0 for the beginning.</param>
    /// <param name="limit">At most this many events; 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The events, by sequence; empty when there are none after it.</returns>
    Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default);

    /// <summary>Follows the log: events after a sequence, then new ones as they come, also those of other processes.</summary>
    /// <param name="after">Sequence of the last event already seen; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>The events, by sequence, without gaps or repeats. It ends only by cancellation.</returns>
    IAsyncEnumerable<RegistryEvent> WatchAsync(long after, CancellationToken cancellationToken = default);

    /// <summary>Creates a model that has no version yet. One that was deleted comes back empty, and its numbers go on where they were.</summary>
    /// <param name="creation">The model.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is created then.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The creation is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="ModelExistsException">There is a model of this name.</exception>
    Task<RegisteredModel> CreateModelAsync(ModelCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Reads a model.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<RegisteredModel> GetModelAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>Changes name, description or tags of a model, and logs it in the same transaction.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the call early; nothing has changed then.</param>
    /// <returns>The model after the change. A change of nothing returns it as it is, without an event.</returns>
    /// <exception cref="ArgumentException">The change is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelExistsException">There is a model of the new name.</exception>
    /// <exception cref="RevisionConflictException">The model is not at the expected revision.</exception>
    Task<RegisteredModel> UpdateModelAsync(ModelChange change, CancellationToken cancellationToken = default);

    /// <summary>Reads a version with all that may change about it.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The version.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    Task<RegisteredVersion> GetVersionAsync(string model, long number, CancellationToken cancellationToken = default);

    /// <summary>Changes stage, description or tags of a version, and logs it in the same transaction.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the call early; nothing has changed then.</param>
    /// <returns>The version after the change. A change of nothing returns it as it is, without an event.</returns>
    /// <exception cref="ArgumentException">The change is not valid, or names no declared stage; the message lists all that is wrong.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    /// <exception cref="RevisionConflictException">The version is not at the expected revision.</exception>
    /// <exception cref="StageTransitionException">The registry does not allow the step from the stage it is in.</exception>
    Task<RegisteredVersion> UpdateVersionAsync(VersionChange change, CancellationToken cancellationToken = default);

    /// <summary>Deletes a model or a version: it is hidden at once, its number is never used again, its history stays, and its files go with a later
    /// garbage collection.</summary>
    /// <param name="deletion">What to delete.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is deleted then.</param>
    /// <returns>A task that ends when it is deleted.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    /// <exception cref="RevisionConflictException">What is to be deleted is not at the expected revision.</exception>
    /// <exception cref="VersionInUseException">Aliases point at it, and they are not to be removed.</exception>
    Task DeleteAsync(RegistryDeletion deletion, CancellationToken cancellationToken = default);

    /// <summary>Searches models.</summary>
    /// <param name="query">What to find.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A page.</returns>
    /// <exception cref="ArgumentException">The query is not valid, or its page token belongs to another; the message lists all that is wrong.</exception>
    Task<RegistryPage<RegisteredModel>> SearchModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Searches versions of all models.</summary>
    /// <param name="query">What to find.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A page.</returns>
    /// <exception cref="ArgumentException">The query is not valid, or its page token belongs to another; the message lists all that is wrong.</exception>
    Task<RegistryPage<RegisteredVersion>> SearchVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Moves several aliases, of one model or of several, in one transaction: all of them or none, and no reader sees a part.</summary>
    /// <param name="moves">The moves, 1 to 100, no alias twice.</param>
    /// <param name="cancellationToken">Ends the call early; no alias has moved then.</param>
    /// <returns>The aliases after the moves, in the same order.</returns>
    /// <exception cref="ArgumentException">A move is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="AliasConflictException">An alias is not at the expected revision.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    Task<IReadOnlyList<ModelAlias>> MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default);

    /// <summary>Everything that ever happened to an alias of a model, also before the model was renamed and after the alias was removed, with the
    /// attempts that were refused because they came too late.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="alias">Alias.</param>
    /// <param name="after">Sequence of the last event already seen; 0 for the beginning.</param>
    /// <param name="limit">At most this many events; 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The events, by sequence; empty when there never was such an alias.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<IReadOnlyList<RegistryEvent>> ReadAliasHistoryAsync(
        string model, string alias, long after = 0, int limit = 1000, CancellationToken cancellationToken = default);

    /// <summary>Everything that ever happened to a version, also before its model was renamed and after it was deleted: its registration, what changed
    /// about it, and the aliases that were moved to it or removed from it.</summary>
    /// <param name="model">Name of the model, now.</param>
    /// <param name="number">Running number; 0 for what happened to the model itself.</param>
    /// <param name="after">Sequence of the last event already seen; 0 for the beginning.</param>
    /// <param name="limit">At most this many events; 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The events, by sequence, each with the model's name then; empty when there never was such a version.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<IReadOnlyList<RegistryEvent>> ReadVersionHistoryAsync(
        string model, long number, long after = 0, int limit = 1000, CancellationToken cancellationToken = default);

    /// <summary>What a model was at a time.</summary>
    /// <param name="model">Name of the model, now.</param>
    /// <param name="at">The time.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The state after the last event that had happened by then.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    Task<ModelSnapshot> ReadStateAsync(string model, DateTimeOffset at, CancellationToken cancellationToken = default);
}
