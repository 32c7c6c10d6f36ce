namespace ModelOps.Registry.Training;

/// <summary>What a job that is a delegate gets.</summary>
public sealed class TrainingJobContext
{
    internal TrainingJobContext(string id, TrainingJobSpec spec, int attempt, IServiceProvider services, TextWriter output)
    {
        Id = id;
        Spec = spec;
        Attempt = attempt;
        Services = services;
        Output = output;
    }

    /// <summary>Id of the job.</summary>
    public string Id { get; }

    /// <summary>What was asked for.</summary>
    public TrainingJobSpec Spec { get; }

    /// <summary>1 for the first host that runs it, one more for each that was lost.</summary>
    public int Attempt { get; }

    /// <summary>Services of the host.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Where to write; kept as the job's log. Thread-safe.</summary>
    public TextWriter Output { get; }
}
