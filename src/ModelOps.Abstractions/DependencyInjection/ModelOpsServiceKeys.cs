namespace ModelOps;

/// <summary>Keys of services that ModelOps asks for by key, so that it does not take those that the application registered for itself.</summary>
public static class ModelOpsServiceKeys
{
    /// <summary>The <c>IDistributedCache</c> that the hosts of a service share answers in. Without one, the application's own is used.</summary>
    public const string ResponseCache = "ModelOps.ResponseCache";

    /// <summary>The <c>IDriftBucketStore</c> with what this replica saw itself, which other replicas pull.</summary>
    public const string OwnDriftBuckets = "ModelOps.OwnDriftBuckets";
}
