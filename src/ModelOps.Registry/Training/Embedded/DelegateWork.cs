namespace ModelOps.Registry.Training.Embedded;

/// <summary>A job that is a method of the host.</summary>
internal sealed class DelegateWork(Func<TrainingJobContext, CancellationToken, Task> run) : ITrainingWork
{
    public string? Check(TrainingJobSpec spec) => null;

    public async Task<int?> RunAsync(TrainingJobContext context, Action<int, DateTimeOffset> started, CancellationToken cancellationToken)
    {
        await run(context, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
