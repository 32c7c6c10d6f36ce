namespace ModelOps.OpenInference;

/// <summary>A server could not be reached, cut the connection, did not answer in time, or is left out for having done so.</summary>
public sealed class ServerUnreachableException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="server">Host and port of the server.</param>
    /// <param name="reason">What happened, e.g. <c>the connection was refused</c>.</param>
    /// <param name="mayHaveRun">Whether the server may have begun the call.</param>
    /// <param name="innerException">The cause, if any.</param>
    public ServerUnreachableException(string server, string reason, bool mayHaveRun, Exception? innerException = null)
        : base(
            ModelOpsErrorKind.Unavailable,
            OpenInferenceErrorCodes.ServerUnreachable,
            $"The server {server} gave no answer: {reason}. Check that it runs and that this host may reach it.",
            innerException)
    {
        Server = server;
        MayHaveRun = mayHaveRun;
    }

    /// <summary>Host and port of the server.</summary>
    public string Server { get; }

    /// <summary>Whether the server may have begun the call.</summary>
    public bool MayHaveRun { get; }
}
