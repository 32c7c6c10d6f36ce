namespace ModelOps.Serving.AspNetCore.Grpc;

internal static class MessageModel
{
    /// <summary>Reads the model that a message names: a name, which may be written <c>name@alias</c>, and a version, which is a number, a
    /// semantic version, an alias or empty.</summary>
    public static ModelReference Read(string name, string version) =>
        version.Length == 0 ? ModelReference.Parse(name)
            : ModelReference.IsAlias(version) ? ModelReference.ToAlias(name, version)
            : ModelReference.ToVersion(name, version);
}
