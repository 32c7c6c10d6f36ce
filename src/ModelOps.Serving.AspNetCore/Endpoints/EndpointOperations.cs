namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>All operations that can be mapped.</summary>
internal static class EndpointOperations
{
    public static EndpointOperation ServerMetadata { get; } = new("getServerMetadata", "get", "Name, version and extensions of the server.", "ServerMetadata");

    public static EndpointOperation ServerLive { get; } = new("getServerLive", "get", "Whether the process answers.", "Live");

    public static EndpointOperation ServerReady { get; } = new("getServerReady", "get", "Whether every required model is ready.", "Ready");

    public static EndpointOperation ModelMetadata { get; } = new("getModelMetadata", "get", "Inputs, outputs and versions of a model.", "ModelMetadata");

    public static EndpointOperation ModelReady { get; } = new("getModelReady", "get", "Whether a model would answer now.", "ModelReady");

    public static EndpointOperation ModelConfig { get; } = new("getModelConfig", "get", "Configuration of a model.", "ModelConfig") { Extensions = ["model_configuration"] };

    public static EndpointOperation ModelStatistics { get; } = new("getModelStatistics", "get", "What the loaded versions of a model have done.", "Statistics") { Extensions = ["statistics"] };

    public static EndpointOperation Statistics { get; } = new("getStatistics", "get", "What all loaded versions have done.", "Statistics") { Extensions = ["statistics"] };

    public static EndpointOperation Infer { get; } = new("infer", "post", "Runs a model.", "InferenceResponse")
    {
        Request = "InferenceRequest",
        IsRequestRequired = true,
        HasTensors = true,
        Extensions = ["binary_tensor_data", "classification", "parameters", "schedule_policy", "sequence"],
    };

    public static EndpointOperation Index { get; } = new("indexRepository", "post", "The models with their states.", "RepositoryIndex")
    {
        Request = "RepositoryIndexRequest",
        Extensions = ["model_repository"],
    };

    public static EndpointOperation OpenApi { get; } = new("getOpenApi", "get", "This document.", "OpenApi");

    public static EndpointOperation Load { get; } = new("loadModel", "post", "Loads a model, or loads it anew.", "Empty")
    {
        Request = "RepositoryLoadRequest",
        IsAdmin = true,
        Extensions = ["model_repository"],
    };

    public static EndpointOperation Unload { get; } = new("unloadModel", "post", "Unloads a model.", "Empty")
    {
        Request = "RepositoryUnloadRequest",
        IsAdmin = true,
        Extensions = ["model_repository(unload_dependents)"],
    };

    public static EndpointOperation GetTrace { get; } = new("getTraceSetting", "get", "Settings of tracing.", "TraceSetting") { IsAdmin = true, Extensions = ["trace"] };

    public static EndpointOperation SetTrace { get; } = new("setTraceSetting", "post", "Changes the settings of tracing.", "TraceSetting")
    {
        Request = "TraceSettingRequest",
        IsAdmin = true,
        Extensions = ["trace"],
    };

    public static EndpointOperation GetLogging { get; } = new("getLogging", "get", "Settings of logging.", "Logging") { IsAdmin = true, Extensions = ["logging"] };

    public static EndpointOperation SetLogging { get; } = new("setLogging", "post", "Changes the settings of logging.", "Logging")
    {
        Request = "LoggingRequest",
        IsAdmin = true,
        Extensions = ["logging"],
    };
}
