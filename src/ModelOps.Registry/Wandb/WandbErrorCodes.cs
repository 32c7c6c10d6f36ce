namespace ModelOps.Registry.Wandb;

/// <summary>Codes of <see cref="WandbException"/>.</summary>
public static class WandbErrorCodes
{
    /// <summary>The server, or the store it hands uploads to, could not be reached or cannot answer now.</summary>
    public const string Unavailable = "WANDB_UNAVAILABLE";

    /// <summary>The API key is not accepted, or may not do what was asked.</summary>
    public const string Denied = "WANDB_DENIED";

    /// <summary>The server holds something else under the same name.</summary>
    public const string Conflict = "WANDB_CONFLICT";

    /// <summary>The server refuses what was sent.</summary>
    public const string Refused = "WANDB_REFUSED";

    /// <summary>The answer is not one of the API as it is known here.</summary>
    public const string AnswerUnusable = "WANDB_ANSWER_UNUSABLE";
}
