namespace ModelOps.Registry.Training.Embedded;

/// <summary>What a name of a job stands for.</summary>
internal interface ITrainingWork
{
    /// <summary>Says what is wrong with a specification for this work; null when nothing is.</summary>
    string? Check(TrainingJobSpec spec);

    /// <summary>Does the work.</summary>
    /// <param name="context">What was asked for.</param>
    /// <param name="started">Told of the process, so that whoever takes the job over can end it.</param>
    /// <param name="cancellationToken">Ends the work; it returns or throws only when nothing of it runs any more.</param>
    /// <returns>Exit code; null when there is no process.</returns>
    Task<int?> RunAsync(TrainingJobContext context, Action<int, DateTimeOffset> started, CancellationToken cancellationToken);
}
