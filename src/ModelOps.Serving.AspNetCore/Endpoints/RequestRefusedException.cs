namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>A request is refused for what HTTP says about it, before ModelOps' domain sees it.</summary>
internal sealed class RequestRefusedException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; init; }
}
