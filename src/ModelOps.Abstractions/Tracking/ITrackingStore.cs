namespace ModelOps;

/// <summary>Keeps what happened in training: experiments, runs with their metrics, parameters and tags, datasets, logged models. The nouns and rules
/// are MLflow's.</summary>
/// <remarks>
/// Implementations are thread-safe. A call happens as a whole or not at all, also when the process is killed, and is durable when it returns.
/// Every call may throw <see cref="TrackingRequestException"/> for what is not valid, listing all that is wrong, and
/// <see cref="TrackingNotFoundException"/> for an experiment, run or logged model that is not there. Changes of what was deleted throw
/// <see cref="TrackingStateException"/>, except of tags of an experiment. Times are kept in whole milliseconds.
/// </remarks>
public interface ITrackingStore
{
    /// <summary>Makes an experiment.</summary>
    /// <param name="creation">What to make it of.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The experiment.</returns>
    /// <exception cref="ExperimentConflictException">The name is taken, also when by a deleted experiment.</exception>
    Task<Experiment> CreateExperimentAsync(ExperimentCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Reads an experiment, deleted or not.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The experiment.</returns>
    Task<Experiment> GetExperimentAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads an experiment by its name, deleted or not.</summary>
    /// <param name="name">Name.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The experiment; null when there is none of that name.</returns>
    Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Searches experiments.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>One page.</returns>
    Task<TrackingPage<Experiment>> SearchExperimentsAsync(ExperimentQuery query, CancellationToken cancellationToken = default);

    /// <summary>Gives an experiment another name.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="name">New name.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    /// <exception cref="ExperimentConflictException">The name is taken.</exception>
    Task RenameExperimentAsync(string id, string name, CancellationToken cancellationToken = default);

    /// <summary>Deletes an experiment and its runs, all of which can be restored. Deleting a deleted one throws <see cref="TrackingStateException"/>.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    Task DeleteExperimentAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Restores a deleted experiment, with the runs that were deleted with it. Restoring an active one throws
    /// <see cref="TrackingStateException"/>.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    Task RestoreExperimentAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Sets a tag of an experiment.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="key">Key.</param>
    /// <param name="value">Value.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    Task SetExperimentTagAsync(string id, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of an experiment.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="key">Key.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there was no such tag.</returns>
    Task<bool> DeleteExperimentTagAsync(string id, string key, CancellationToken cancellationToken = default);

    /// <summary>Makes a run, which is <see cref="RunStatus.Running"/> then.</summary>
    /// <param name="creation">What to make it of.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The run.</returns>
    Task<TrackingRun> CreateRunAsync(RunCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Reads a run, deleted or not.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The run.</returns>
    Task<TrackingRun> GetRunAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Changes the status, end or name of a run.</summary>
    /// <param name="update">What to change.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The run as it is then.</returns>
    Task<TrackingRun> UpdateRunAsync(RunUpdate update, CancellationToken cancellationToken = default);

    /// <summary>Deletes a run, which can be restored. Deleting a deleted one does nothing.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    Task DeleteRunAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Restores a deleted run. Restoring an active one does nothing.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    Task RestoreRunAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Logs metrics, parameters and tags of a run, all or none. Single ones: <see cref="TrackingStoreExtensions"/>.</summary>
    /// <param name="batch">What to log.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is logged then.</param>
    /// <returns>When it is done.</returns>
    /// <exception cref="ParamConflictException">A parameter was logged with another value before.</exception>
    Task LogBatchAsync(RunBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of a run.</summary>
    /// <param name="runId">Run.</param>
    /// <param name="key">Key.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there was no such tag.</returns>
    Task<bool> DeleteRunTagAsync(string runId, string key, CancellationToken cancellationToken = default);

    /// <summary>Logs what a run read.</summary>
    /// <param name="inputs">Datasets and models.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is logged then.</param>
    /// <returns>When it is done.</returns>
    Task LogInputsAsync(RunInputs inputs, CancellationToken cancellationToken = default);

    /// <summary>Logs the models a run wrote.</summary>
    /// <param name="runId">Run.</param>
    /// <param name="outputs">Models; logging one again sets its step.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is logged then.</param>
    /// <returns>When it is done.</returns>
    Task LogOutputsAsync(string runId, IReadOnlyList<RunModelOutput> outputs, CancellationToken cancellationToken = default);

    /// <summary>Searches runs.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>One page.</returns>
    Task<TrackingPage<TrackingRun>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads all points of a metric, by step, timestamp and value.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>One page; empty when the run has no such metric.</returns>
    Task<TrackingPage<RunMetric>> GetMetricHistoryAsync(MetricHistoryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads a thinned-out history of a metric of several runs.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Points, by run in the order asked for, then by step, timestamp and value. Runs that are not there have none.</returns>
    Task<IReadOnlyList<RunMetricPoint>> GetMetricIntervalAsync(MetricIntervalQuery query, CancellationToken cancellationToken = default);

    /// <summary>Makes a logged model, which is <see cref="LoggedModelStatus.Pending"/> until <see cref="FinalizeLoggedModelAsync"/>.</summary>
    /// <param name="creation">What to make it of.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The model; its files go to <see cref="LoggedModel.ArtifactUri"/>.</returns>
    Task<LoggedModel> CreateLoggedModelAsync(LoggedModelCreation creation, CancellationToken cancellationToken = default);

    /// <summary>Reads a logged model. A deleted one is not there.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The model.</returns>
    Task<LoggedModel> GetLoggedModelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says how the upload of a logged model ended.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="message">Why; null when there is nothing to say.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The model as it is then.</returns>
    Task<LoggedModel> FinalizeLoggedModelAsync(
        string id, LoggedModelStatus status, string? message = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a logged model; its files stay.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    Task DeleteLoggedModelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Sets tags of a logged model, all or none.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="tags">Tags.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The model as it is then.</returns>
    Task<LoggedModel> SetLoggedModelTagsAsync(
        string id, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag of a logged model.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="key">Key.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>False when there was no such tag.</returns>
    Task<bool> DeleteLoggedModelTagAsync(string id, string key, CancellationToken cancellationToken = default);

    /// <summary>Logs parameters of a logged model, all or none.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="parameters">Parameters.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done.</returns>
    /// <exception cref="ParamConflictException">A parameter was logged with another value before.</exception>
    Task LogModelParamsAsync(string id, IReadOnlyList<RunParam> parameters, CancellationToken cancellationToken = default);

    /// <summary>Searches logged models; deleted ones are not found.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>One page.</returns>
    Task<TrackingPage<LoggedModel>> SearchLoggedModelsAsync(LoggedModelQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists the datasets that active runs of experiments read, each name, digest and context once, in that order.</summary>
    /// <param name="experimentIds">Experiments; at most <see cref="TrackingLimits.MaxQueryIds"/>.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>At most <see cref="TrackingLimits.MaxInputs"/> datasets.</returns>
    Task<IReadOnlyList<DatasetSummary>> SearchDatasetsAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken = default);
}
