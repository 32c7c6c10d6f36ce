namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>What an endpoint does, as its metadata: the OpenAPI document and the list of extensions are made of what is mapped.</summary>
/// <param name="Id">Name of the operation, unique but for the path's version.</param>
/// <param name="Method">HTTP method, in lower case.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Answer">Schema of the answer.</param>
internal sealed record EndpointOperation(string Id, string Method, string Summary, string Answer)
{
    /// <summary>Schema of the request; null when it has no body.</summary>
    public string? Request { get; init; }

    /// <summary>Whether the body must be there.</summary>
    public bool IsRequestRequired { get; init; }

    /// <summary>Whether it takes and gives tensors, in JSON or in binary form.</summary>
    public bool HasTensors { get; init; }

    /// <summary>Whether callers must be authorised.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Extensions of the protocol that it serves.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];
}
