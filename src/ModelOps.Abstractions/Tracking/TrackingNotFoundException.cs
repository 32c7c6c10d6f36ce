namespace ModelOps;

/// <summary>There is no such experiment, run or logged model.</summary>
public sealed class TrackingNotFoundException : ModelOpsException
{
    private TrackingNotFoundException(string code, string what, string id)
        : base(ModelOpsErrorKind.NotFound, code, $"There is no {what} '{id}'. Ask for one that exists, or create it first.") => Id = id;

    /// <summary>Identifier asked for.</summary>
    public string Id { get; }

    /// <summary>No such experiment.</summary>
    /// <param name="id">Identifier asked for.</param>
    /// <returns>The error.</returns>
    public static TrackingNotFoundException Experiment(string id) => new(TrackingErrorCodes.ExperimentNotFound, "experiment", id);

    /// <summary>No such run.</summary>
    /// <param name="id">Identifier asked for.</param>
    /// <returns>The error.</returns>
    public static TrackingNotFoundException Run(string id) => new(TrackingErrorCodes.RunNotFound, "run", id);

    /// <summary>No such logged model.</summary>
    /// <param name="id">Identifier asked for.</param>
    /// <returns>The error.</returns>
    public static TrackingNotFoundException LoggedModel(string id) => new(TrackingErrorCodes.LoggedModelNotFound, "logged model", id);
}
