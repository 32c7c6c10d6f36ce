namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>What must hold for a write to happen.</summary>
internal readonly record struct S3Condition(string? Header, string? Value)
{
    /// <summary>Whatever there is.</summary>
    public static S3Condition None => default;

    /// <summary>There is no such object yet.</summary>
    public static S3Condition Missing => new("If-None-Match", "*");

    /// <summary>The object is still this one.</summary>
    public static S3Condition Is(string etag) => new("If-Match", etag);
}
