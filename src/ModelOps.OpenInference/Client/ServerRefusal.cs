namespace ModelOps.OpenInference.Client;

/// <summary>What a server says about a failure, whichever transport it came over.</summary>
internal readonly record struct ServerRefusal(string Server, int Status, string? Message, string? Code)
{
    // The server knows the others; the client does not.
    private static readonly string[] Known = ["those in the server's index"];

    public string? Tensor { get; init; }

    public string? Expected { get; init; }

    public string? Actual { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error that the local client would throw, when the code says which; null for a code that says nothing, e.g. of another product.</summary>
    public Exception? ByCode(ModelReference model) => Code switch
    {
        ModelOpsErrorCodes.InvalidRequest or ModelOpsErrorCodes.InvalidModelReference or "BODY_TOO_LARGE" or "UNSUPPORTED_MEDIA_TYPE" => Invalid(model),
        ModelOpsErrorCodes.ModelNotFound => NotFound(model),
        ModelOpsErrorCodes.ModelVersionNotFound => new ModelVersionNotFoundException(model, Known),
        ModelOpsErrorCodes.ModelNotReady => NotReady(model),
        ModelOpsErrorCodes.ModelExecutionFailed => new ModelExecutionException(model.ToString(), "the server's log says why."),
        ModelOpsErrorCodes.DeadlineExceeded => new DeadlineExceededException(model.ToString(), "at the server"),
        ModelOpsErrorCodes.QuotaExceeded => Quota(),
        ModelOpsErrorCodes.ServerOverloaded or "TOO_MANY_BODIES" or "SERVER_NOT_READY" or "RUN_ENDED" => Overloaded(model),
        _ => null,
    };

    public InvalidInferenceRequestException Invalid(ModelReference model) => new(Message ?? "The server refuses the request without saying why. Compare it with the model's metadata.")
    {
        Model = model.Name,
        Tensor = Tensor,
        Expected = Expected,
        Actual = Actual,
    };

    public static ModelNotFoundException NotFound(ModelReference model) => new(model.Name, Known);

    public ModelNotReadyException NotReady(ModelReference model) =>
        new(model.ToString(), $"the server {Server} says so") { RetryAfter = RetryAfter ?? TimeSpan.FromSeconds(1) };

    public QuotaExceededException Quota() => new(Between("The quota is used up: ", ". Call less often") ?? $"the server {Server} says so", RetryAfter);

    public ServerOverloadedException Overloaded(ModelReference model) =>
        new(model.ToString(), Between(": ", ". Try again") ?? $"the server {Server} answered {Status}", RetryAfter ?? TimeSpan.FromSeconds(1));

    public ServerAnswerException Unusable(string mend) => new(Server, $"it failed with {Status}{(Message is null ? "" : $" ({Message})")}. {mend}", Status);

    /// <summary>What is particular in a message of our own, so that it is not said twice.</summary>
    private string? Between(string before, string after)
    {
        int start = Message?.IndexOf(before, StringComparison.Ordinal) ?? -1;
        int end = start < 0 ? -1 : Message!.LastIndexOf(after, StringComparison.Ordinal);
        return end > start ? Message![(start + before.Length)..end] : null;
    }
}
