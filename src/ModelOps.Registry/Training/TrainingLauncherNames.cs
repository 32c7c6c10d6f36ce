namespace ModelOps.Registry.Training;

/// <summary>The names of the launchers of this package: <see cref="ITrainingJobLauncher.Name"/>, and the keys under which they are registered.</summary>
public static class TrainingLauncherNames
{
    /// <summary>The host itself.</summary>
    public const string Embedded = "embedded";

    /// <summary>Apache Airflow 3.</summary>
    public const string Airflow = "airflow";

    /// <summary>Kubeflow Pipelines 2.</summary>
    public const string Kubeflow = "kubeflow";

    /// <summary>Ray Jobs.</summary>
    public const string Ray = "ray";

    /// <summary>Argo Workflows.</summary>
    public const string Argo = "argo";
}
