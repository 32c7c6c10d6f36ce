namespace ModelOps.OpenInference;

/// <summary>A server answered what the client cannot use: a failure of its own, a refusal of the caller, or what is not the protocol.</summary>
public sealed class ServerAnswerException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="server">Host and port of the server.</param>
    /// <param name="reason">What is wrong with the answer and what mends it.</param>
    /// <param name="status">HTTP or gRPC status; null when the status was that of a success.</param>
    /// <param name="innerException">The cause, if any.</param>
    public ServerAnswerException(string server, string reason, int? status = null, Exception? innerException = null)
        : base(ModelOpsErrorKind.Internal, OpenInferenceErrorCodes.ServerAnswerUnusable, $"The answer of the server {server} cannot be used: {reason}", innerException)
    {
        Server = server;
        Status = status;
    }

    /// <summary>Host and port of the server.</summary>
    public string Server { get; }

    /// <summary>HTTP or gRPC status; null when the status was that of a success.</summary>
    public int? Status { get; }
}
